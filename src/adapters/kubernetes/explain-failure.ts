// Why can't we speak to the API server, and what can be done about it? One line.
import { StatusError } from './status-error.js';
import { codeOf } from './transport.js';

export function explainFailure(server: string, error: unknown): string {
  if (error instanceof StatusError) return explainStatus(server, error);
  const code = codeOf(error);
  const message = String((error as { message?: unknown } | undefined)?.message ?? error).split('\n')[0];
  if (/CERT|SELF_SIGNED|UNABLE_TO/.test(code)) {
    return `the certificate of ${server} isn't to be believed (${code}): does the kubeconfig name the right certificate authority?`;
  }
  if (/TIMEOUT|ETIMEDOUT/.test(code)) {
    return `the API server at ${server} doesn't answer (${code}): is there a way to it from here, such as a VPN or an authorised IP range?`;
  }
  if (/^(ECONN|ENOTFOUND|EAI_|EHOST|ENET|UND_ERR_SOCKET)/.test(code)) {
    return `the API server at ${server} can't be reached (${code}): is it running, and is the context the right one?`;
  }
  return `no credentials or no connection for ${server}: ${message}`;
}

function explainStatus(server: string, { code, message }: StatusError): string {
  if (code === 401)
    return `the API server at ${server} doesn't accept the credentials (401): sign in again, or renew the kubeconfig`;
  if (code === 403) return `the API server at ${server} doesn't allow it (403): ${message}`;
  return `the API server at ${server} answers ${code}: ${message}`;
}
