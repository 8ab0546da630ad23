import type { Dispatcher } from 'undici';
import { AnswerBody, type ReadBody } from './answer-body.js';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Status, headers and body of an answer that is complete. */
export interface TakenAnswer extends ReadBody {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: number;
}

export interface IntakeOptions {
  /** Takes the items of a list of status 200 as they arrive; what it throws ends the exchange. */
  readonly onItem: ((item: unknown) => void) | undefined;
  readonly bytesMax: number;
  /** Why an answer of more bytes than that is given up. */
  readonly tooLarge: (status: number) => Error;
}

/**
 * Takes one answer piece by piece from undici's dispatcher. There is no stream in between, whose buffers,
 * events and turns of the event loop cost more than all else about a small answer.
 */
export class AnswerIntake implements Dispatcher.DispatchHandler {
  /** Rejects where the exchange fails, or is given up. */
  readonly answer: Promise<TakenAnswer>;
  readonly #options: IntakeOptions;
  readonly #end = Promise.withResolvers<TakenAnswer>();
  #controller: Dispatcher.DispatchController | undefined;
  #givenUp: Error | undefined;
  #status = 0;
  #headers: Headers = {};
  #body = new AnswerBody();
  #bytes = 0;

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.answer = this.#end.promise;
  }

  /** Hangs up, at once even where there is no connection yet. */
  giveUp(reason: Error): void {
    this.#givenUp = reason;
    this.#end.reject(reason);
    this.#controller?.abort(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#givenUp !== undefined) controller.abort(this.#givenUp);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Headers,
  ): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
    this.#body = new AnswerBody(status === 200 ? this.#options.onItem : undefined);
  }

  /** What it throws ends the exchange and becomes its error. */
  onResponseData(_controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    this.#bytes += chunk.byteLength;
    if (this.#bytes > this.#options.bytesMax) throw this.#options.tooLarge(this.#status);
    this.#body.write(chunk);
  }

  onResponseEnd(): void {
    const read = this.#body.end();
    this.#end.resolve({
      ...read,
      status: this.#status,
      headers: this.#headers,
      bytes: this.#bytes,
    });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#end.reject(error);
  }
}
