// What goes in and what comes out? One request and one answer, without a socket; a watch answers with a stream.
import type { Json } from '../json.js';
import type { Rendering } from './requests/representation.js';

export interface ApiRequest {
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A string is sent as it is; anything else as JSON. */
  readonly body?: Json | string;
  /** Lines of a watch. Whoever reads it gives it back (`return()`) when the client has gone. */
  readonly stream?: AsyncIterableIterator<string>;
  /** Milliseconds to wait before it is sent. */
  readonly delayMs?: number;
  /** Close the connection in place of an answer. */
  readonly drop?: true;
}

/** A request on its way through the API. */
export interface Exchange {
  readonly request: ApiRequest;
  readonly method: string;
  /** Without a slash at its end. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly rendering: Rendering;
}
