import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Services beside those of the sandbox: the portal and the tokens of SSO, web identities of STS, and account aliases of IAM. */
export interface OtherServices {
  readonly url: string;
  /** The operations that were called. */
  readonly asked: string[];
  readonly close: () => void;
}

interface Reply {
  readonly status?: number;
  readonly type?: string;
  readonly body: string;
}

const HOUR_MS = 3_600_000;

/** STS has one URL: calls that it does not know go on to the sandbox. */
export async function startOtherServices(sandboxUrl: string): Promise<OtherServices> {
  const asked: string[] = [];
  const server = createServer(
    (request, response) =>
      void answer(request, { sandboxUrl, asked }).then(({ status = 200, type = 'application/json', body }) =>
        response.writeHead(status, { 'content-type': type }).end(body),
      ),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // oxlint-disable-next-line no-unsafe-type-assertion -- a server that listens on a port has such an address
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function answer(
  request: IncomingMessage,
  { sandboxUrl, asked }: { sandboxUrl: string; asked: string[] },
): Promise<Reply> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const url = new URL(request.url ?? '/', 'http://here');
  const action = new URLSearchParams(text).get('Action') ?? '';
  const operation = OPERATIONS[url.pathname] ?? action;
  asked.push(operation);
  if (operation === 'GetRoleCredentials')
    return roleCredentials(url, String(request.headers['x-amz-sso_bearer_token']));
  if (operation === 'CreateToken')
    return {
      body: JSON.stringify({ accessToken: 'good', expiresIn: 3600, refreshToken: 'again', tokenType: 'Bearer' }),
    };
  if (operation === 'AssumeRoleWithWebIdentity') return webIdentity(new URLSearchParams(text));
  if (operation === 'ListAccountAliases')
    return xml(
      '<ListAccountAliasesResponse><ListAccountAliasesResult><IsTruncated>false</IsTruncated><AccountAliases><member>acme-prod</member></AccountAliases></ListAccountAliasesResult></ListAccountAliasesResponse>',
    );
  const { authorization = '' } = request.headers;
  const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' };
  const forwarded = await fetch(`${sandboxUrl}${url.pathname}`, { method: 'POST', headers, body: text });
  return { status: forwarded.status, type: 'text/xml', body: await forwarded.text() };
}

const OPERATIONS: Readonly<Record<string, string>> = {
  '/federation/credentials': 'GetRoleCredentials',
  '/token': 'CreateToken',
};

/** The sandbox takes an account for an access key. */
function roleCredentials({ searchParams }: URL, token: string): Reply {
  if (token !== 'good')
    return {
      status: 401,
      body: JSON.stringify({ __type: 'UnauthorizedException', message: 'Session token not found or invalid' }),
    };
  if (searchParams.get('role_name') === 'Forbidden')
    return { status: 403, body: JSON.stringify({ __type: 'ForbiddenException', message: 'No access' }) };
  const keys = { accessKeyId: searchParams.get('account_id'), secretAccessKey: 'x', sessionToken: 'x' };
  return { body: JSON.stringify({ roleCredentials: { ...keys, expiration: Date.now() + HOUR_MS } }) };
}

function webIdentity(form: URLSearchParams): Reply {
  if (form.get('WebIdentityToken') !== 'good')
    return {
      ...xml(
        '<ErrorResponse><Error><Type>Sender</Type><Code>InvalidIdentityToken</Code><Message>Incorrect token audience</Message></Error></ErrorResponse>',
      ),
      status: 400,
    };
  const account = form.get('RoleArn')?.split(':')[4] ?? '';
  const expiration = new Date(Date.now() + HOUR_MS).toISOString();
  return xml(
    `<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><AssumedRoleUser><Arn>${form.get('RoleArn')}</Arn><AssumedRoleId>A:web</AssumedRoleId></AssumedRoleUser><Credentials><AccessKeyId>${account}</AccessKeyId><SecretAccessKey>x</SecretAccessKey><SessionToken>x</SessionToken><Expiration>${expiration}</Expiration></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`,
  );
}

function xml(body: string): Reply {
  return { type: 'text/xml', body };
}
