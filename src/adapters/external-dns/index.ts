// The door of this room.
export { txtCipher } from './txt-cipher.js';
