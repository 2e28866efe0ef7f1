// How much does the API server take?

/** Bytes of a body. https://github.com/kubernetes/apiserver: MaxRequestBodyBytes */
export const MAX_BODY = 3 * 1024 * 1024;
