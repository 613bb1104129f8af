/** Reaching another server through the app's own origin. Everything else in the app knows that server's own URLs only. */

/** Where another CalDAV server is reached. */
export interface Gateway {
  /** The server's own origin, `https://cal.example.org`. */
  readonly origin: string;
  /** Where its paths lie on the app's origin, `/gateway/work`. */
  readonly prefix: string;
}

/**
 * A `fetch` for the server's own URLs: it asks the gateway at `appOrigin`, and its answer says the server's own URL again, after
 * redirects too. URLs of any other origin are refused.
 */
export function gatewayFetch({ origin, prefix }: Gateway, appOrigin: string, send: typeof fetch): typeof fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.origin !== origin) throw new TypeError('The address lies on another server.');
    const response = await send(appOrigin + prefix + url.pathname, init);
    const answered = new URL(response.url || appOrigin + prefix + url.pathname).pathname;
    const path = answered.startsWith(`${prefix}/`) ? answered.slice(prefix.length) : url.pathname;
    return Object.defineProperty(response, 'url', { value: origin + path });
  };
}
