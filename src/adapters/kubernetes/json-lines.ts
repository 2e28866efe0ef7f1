// Where does one event of a watch end and the next begin? At each newline of the stream, wherever its chunks were cut.

/** Complete lines, as text; what comes after the last newline is dropped with the connection. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let parts: string[] = [];
  for await (const chunk of chunks) {
    const pieces = decoder.decode(chunk, { stream: true }).split('\n');
    for (const piece of pieces.slice(0, -1)) {
      const line = [...parts, piece].join('');
      parts = [];
      if (line.trim() !== '') yield line;
    }
    const rest = pieces.at(-1);
    if (rest) parts.push(rest);
  }
}
