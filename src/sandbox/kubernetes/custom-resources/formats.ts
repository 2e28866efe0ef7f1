// Which texts have a format? Those that the API server knows, as it checks them; every other format means nothing.
// https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation
import { isIPv4, isIPv6 } from 'node:net';
import { dnsLabelProblems, dnsSubdomainProblems } from '../kinds/names.js';

type Check = (text: string) => boolean;

const DAY = '\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])';
const HEX = '[0-9a-f]';
const uuid = (version: string, variant: string): RegExp =>
  new RegExp(`^${HEX}{8}-?${HEX}{4}-?${version}${HEX}{3}-?${variant}${HEX}{3}-?${HEX}{12}$`, 'i');
const matches =
  (pattern: RegExp): Check =>
  (text) =>
    pattern.test(text);

const isCidr: Check = (text) => {
  const [address = '', length = '', ...rest] = text.split('/');
  if (rest.length > 0 || !/^(0|[1-9]\d*)$/.test(length)) return false;
  return (isIPv4(address) && Number(length) <= 32) || (isIPv6(address) && Number(length) <= 128);
};

const isDate: Check = (text) => new RegExp(`^${DAY}$`).test(text) && !Number.isNaN(Date.parse(text));

const isDateTime: Check = (text) =>
  new RegExp(`^${DAY}[Tt]\\d{2}:\\d{2}:\\d{2}([.,]\\d+)?([Zz]|[+-]\\d{2}:?\\d{2})$`).test(text) &&
  !Number.isNaN(Date.parse(text.replace(',', '.')));

/** Go's `1h30m`, Scala's `3 days`. */
const isDuration: Check = (text) =>
  /^[+-]?(0|((\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)$/.test(text) ||
  /^\s*-?\d+(\.\d+)?\s*(ns|nano(second)?s?|us|µs|micro(second)?s?|ms|milli(second)?s?|s|sec(ond)?s?|m|min(ute)?s?|h|hrs?|hours?|d|days?|w|wks?|weeks?)\s*$/.test(
    text,
  );

const isUri: Check = (text) => /^[a-z][a-z0-9+.-]*:\S*$/i.test(text) || /^\/\S*$/.test(text);

const CHECKS: Readonly<Record<string, Check>> = {
  byte: matches(/^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/),
  cidr: isCidr,
  date: isDate,
  'date-time': isDateTime,
  datetime: isDateTime,
  duration: isDuration,
  email: matches(/^[^\s@<>]+@[^\s@<>]+$|^[^<>]*<[^\s@<>]+@[^\s@<>]+>$/),
  hexcolor: matches(/^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/),
  hostname: matches(
    /^([a-zA-Z0-9_]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9_])?)(\.[a-zA-Z0-9_]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9_])?)*\.?$/,
  ),
  ipv4: isIPv4,
  ipv6: isIPv6,
  'k8s-long-name': (text) => dnsSubdomainProblems(text).length === 0,
  'k8s-short-name': (text) => dnsLabelProblems(text).length === 0,
  mac: matches(/^[0-9a-f]{2}([:-][0-9a-f]{2}){5}$|^([0-9a-f]{4}\.){2}[0-9a-f]{4}$/i),
  password: () => true,
  uri: isUri,
  uuid: matches(uuid(HEX, HEX)),
  uuid3: matches(uuid('3', HEX)),
  uuid4: matches(uuid('4', '[89ab]')),
  uuid5: matches(uuid('5', '[89ab]')),
};

export const FORMATS: Readonly<Record<string, Check>> = CHECKS;
