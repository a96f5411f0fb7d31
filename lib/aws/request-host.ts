interface Handler<Request, Options, Answer> {
  handle: (request: Request, options?: Options) => Promise<Answer>;
}

/** Lets every error of a request name the host that was called: Node.js names it in some of them only. */
export function nameHosts<Request extends { readonly hostname: string }, Options, Answer extends { response: object }>(
  handler: Handler<Request, Options, Answer>,
): void {
  const handle = handler.handle.bind(handler);
  handler.handle = async (request, options) => {
    try {
      const answer = await handle(request, options);
      // An error over an answer, such as the page of a proxy, carries the answer as `$response`.
      Reflect.set(answer.response, '$host', request.hostname);
      return answer;
    } catch (error) {
      if (typeof error === 'object' && error !== null) Reflect.set(error, '$host', request.hostname);
      throw error;
    }
  };
}
