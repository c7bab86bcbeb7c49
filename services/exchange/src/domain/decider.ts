/** The rules of one kind of thing as pure functions; the shape that the event store's command handling takes. */
export interface Decider<State, Command, Event> {
  readonly initialState: State;
  /** @throws TongbanError where the command is refused. */
  decide(state: State, command: Command): readonly Event[];
  evolve(state: State, event: Event): State;
}
