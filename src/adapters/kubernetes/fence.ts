// May this request still leave? Asked by the connection itself, in the moment before it writes: what has waited for a
// connection while the process was stopped must not go out when it wakes.
import type { Dispatcher } from 'undici';

/** The same dispatcher, but where `mayWrite` says no a request ends with an error and nothing leaves. */
export function fenced(dispatcher: Dispatcher, mayWrite: () => boolean): Dispatcher {
  return dispatcher.compose((dispatch) => (options, handler) => dispatch(options, guarded(handler, mayWrite)));
}

function guarded(handler: Dispatcher.DispatchHandler, mayWrite: () => boolean): Dispatcher.DispatchHandler {
  return {
    onRequestStart: (controller, context) => {
      if (mayWrite()) return handler.onRequestStart?.(controller, context);
      controller.abort(new Error('not sent: this process does not lead, or cannot be sure that it still does'));
    },
    onRequestUpgrade: (...told) => handler.onRequestUpgrade?.(...told),
    onResponseStart: (...told) => handler.onResponseStart?.(...told),
    onResponseData: (...told) => handler.onResponseData?.(...told),
    onResponseEnd: (...told) => handler.onResponseEnd?.(...told),
    onResponseError: (...told) => handler.onResponseError?.(...told),
  };
}
