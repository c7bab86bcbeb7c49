import { processingErrors } from '@tongban/processing';
import {
  type CreateIndexNode,
  IdentifierNode,
  type KyselyPlugin,
  OperationNodeTransformer,
  type PrimaryKeyConstraintNode,
  type QueryId,
  type RawNode,
  type SchemableIdentifierNode,
  type UniqueConstraintNode,
} from 'kysely';

/** The name under which a generation of a table, or of something that belongs to it, is written. */
export function generationName(name: string, generation: number): string {
  return `${name}__g${generation}`;
}

/**
 * Lets the queries of a view mean its next generation: names of its tables get a suffix, and so do the names of
 * indexes and constraints, which are unique in a schema and outlive the swap.
 */
export function nextTablesPlugin(tables: readonly string[], generation: number): KyselyPlugin {
  const transformer = new NextTablesTransformer(new Set(tables), generation);
  return {
    transformQuery: ({ node, queryId }) => transformer.transformNode(node, queryId),
    transformResult: async ({ result }) => result,
  };
}

/** Gives indexes of a first generation the suffix that they have in every other. */
export function indexNamesPlugin(generation: number): KyselyPlugin {
  return nextTablesPlugin([], generation);
}

class NextTablesTransformer extends OperationNodeTransformer {
  readonly #tables: ReadonlySet<string>;
  readonly #generation: number;
  readonly #mention: RegExp | undefined;

  constructor(tables: ReadonlySet<string>, generation: number) {
    super();
    this.#tables = tables;
    this.#generation = generation;
    this.#mention = tables.size === 0 ? undefined : new RegExp(`\\b(${[...tables].join('|')})\\b`);
  }

  protected override transformSchemableIdentifier(
    node: SchemableIdentifierNode,
    queryId?: QueryId,
  ): SchemableIdentifierNode {
    const transformed = super.transformSchemableIdentifier(node, queryId);
    if (!this.#tables.has(node.identifier.name)) return transformed;
    return { ...transformed, identifier: this.#suffixed(node.identifier) };
  }

  protected override transformCreateIndex(node: CreateIndexNode, queryId?: QueryId): CreateIndexNode {
    return { ...super.transformCreateIndex(node, queryId), name: this.#suffixed(node.name) };
  }

  protected override transformPrimaryKeyConstraint(
    node: PrimaryKeyConstraintNode,
    queryId?: QueryId,
  ): PrimaryKeyConstraintNode {
    const transformed = super.transformPrimaryKeyConstraint(node, queryId);
    return node.name === undefined ? transformed : { ...transformed, name: this.#suffixed(node.name) };
  }

  protected override transformUniqueConstraint(
    node: UniqueConstraintNode,
    queryId?: QueryId,
  ): UniqueConstraintNode {
    const transformed = super.transformUniqueConstraint(node, queryId);
    return node.name === undefined ? transformed : { ...transformed, name: this.#suffixed(node.name) };
  }

  protected override transformRaw(node: RawNode, queryId?: QueryId): RawNode {
    const mentioned = node.sqlFragments.map((text) => this.#mention?.exec(text)?.[1]).find(Boolean);
    if (mentioned !== undefined) {
      throw processingErrors.error('E_PROCESSING_RAW_TABLE', { facts: { table: mentioned } });
    }
    return super.transformRaw(node, queryId);
  }

  #suffixed(name: IdentifierNode): IdentifierNode {
    return IdentifierNode.create(generationName(name.name, this.#generation));
  }
}
