// How does one look at the fake's zones as the world sees them? A line to paste.

/** `address`: of a name server, such as `127.0.0.1:40124`. */
export function digLine(address: string, name = 'www.example.com'): string {
  const { hostname, port } = new URL(`dns://${address}`);
  return `dig @${hostname.replace(/^\[|\]$/g, '')} -p ${port} ${name}`;
}
