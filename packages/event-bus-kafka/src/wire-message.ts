/**
 * Messages of Kafka's flexible protocol versions (KIP-482), for the two requests that kafkajs does not have. Lengths are
 * one more than they say, in 7-bit groups; each structure ends with a count of tagged fields, of which there are none.
 */
export class WireWriter {
  #bytes: Buffer = Buffer.alloc(0);

  int8(value: number): this {
    const bytes = Buffer.alloc(1);
    bytes.writeInt8(value);
    return this.#add(bytes);
  }

  int32(value: number): this {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(value);
    return this.#add(bytes);
  }

  text(value: string): this {
    return this.bytes(Buffer.from(value));
  }

  bytes(value: Uint8Array): this {
    return this.#length(value.length).#add(value);
  }

  list<Item>(items: readonly Item[], write: (item: Item) => void): this {
    this.#length(items.length);
    for (const item of items) write(item);
    return this;
  }

  /** A list of nothing in particular: everything. */
  absentList(): this {
    return this.#add(Buffer.of(0));
  }

  noTags(): this {
    return this.#add(Buffer.of(0));
  }

  end(): Buffer {
    return this.#bytes;
  }

  #length(value: number): this {
    let rest = value + 1;
    while (rest > 0x7f) {
      this.#add(Buffer.of((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    return this.#add(Buffer.of(rest));
  }

  #add(bytes: Uint8Array): this {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    return this;
  }
}

export class WireReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  int8(): number {
    return this.#bytes.readInt8(this.#step(1));
  }

  int16(): number {
    return this.#bytes.readInt16BE(this.#step(2));
  }

  int32(): number {
    return this.#bytes.readInt32BE(this.#step(4));
  }

  text(): string | undefined {
    const length = this.#length();
    if (length < 0) return undefined;
    const start = this.#step(length);
    return this.#bytes.toString('utf8', start, start + length);
  }

  list<Item>(read: () => Item): readonly Item[] {
    return Array.from({ length: Math.max(0, this.#length()) }, read);
  }

  /** Passes over tagged fields, which newer brokers may add. */
  tags(): void {
    for (let count = this.#varint(); count > 0; count--) {
      this.#varint();
      this.#step(this.#varint());
    }
  }

  #length(): number {
    return this.#varint() - 1;
  }

  #varint(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#bytes.readUInt8(this.#step(1));
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }

  #step(length: number): number {
    const start = this.#at;
    this.#at += length;
    return start;
  }
}
