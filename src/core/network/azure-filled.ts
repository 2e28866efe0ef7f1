// Which parts of a body does Azure write itself? They change when something else does: an address learns which frontend
// uses it, a frontend which rules name it. That is no drift.

const FILLED =
  /\/(etag|provisioningState|resourceGuid|ipConfiguration|backendIPConfigurations|networkInterfaces|subnets)$/;
/** Reverse references stand in a child's properties, where the collections of the resource itself do not. */
const REVERSE = /\]\/properties\/(loadBalancingRules|inboundNatRules|outboundRules)($|[[/])/;

/** `path` is that of a change. */
export function isFilledByAzure(path: string): boolean {
  return FILLED.test(path) || REVERSE.test(path);
}
