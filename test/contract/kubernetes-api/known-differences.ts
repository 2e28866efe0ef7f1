// Where does the embedded Kubernetes API answer otherwise than a real one, and is meant to? docs/sandbox.md tells users
// of each. A difference that has gone fails the suite until it is struck off here.

export interface KnownDifference {
  /** As given to describeOnBoth. */
  readonly suite: string;
  /** The test's name. */
  readonly case: string;
  readonly because: string;
}

const BAD_INPUT = 'bad input';
const KUBECTL = 'what kubectl prints';

const rows = (suite: string, because: string, cases: readonly string[]): readonly KnownDifference[] =>
  cases.map((one) => ({ suite, case: one, because }));

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  ...rows(BAD_INPUT, 'code and reason are the same; the words of a YAML parser are its own', [
    'YAML that breaks off',
    'an applied patch that breaks off',
  ]),
  ...rows(BAD_INPUT, 'code and reason are the same; the real one words it by how Go reads or etcd stores', [
    'a ConfigMap of more than 1 MB',
    'a cluster address out of range',
    'a deletion whose options break off',
    'a strategic patch of a wrong type',
    'an update of another uid',
  ]),
  ...rows(BAD_INPUT, 'fields that stand twice are told before unknown ones, not in the order of the text', [
    'fields that stand twice, strictly',
  ]),
  ...rows(KUBECTL, 'roles are stored, not enforced: the one user may do everything', [
    'creating: $ kubectl auth can-i delete services --as=system:serviceaccount:creating:robot',
  ]),
  ...rows(KUBECTL, 'there is one user, whose token is in the kubeconfig: no tokens for service accounts', [
    'creating: $ kubectl create token robot --duration=10m | wc -w',
  ]),
  ...rows(KUBECTL, 'the version says whose it is', [
    'discovering: $ kubectl version',
    `discovering: $ kubectl get --raw /version | grep -E '"(major|minor|gitVersion)"'`,
  ]),
  ...rows(KUBECTL, 'there are no quotas and no limit ranges', [
    'describing: $ kubectl describe namespace describing-inner',
  ]),
  ...rows(KUBECTL, 'simulated pods have an address of each family and no labels of their node’s zone', [
    'describing: $ kubectl describe pod one',
  ]),
  ...rows(KUBECTL, 'a definition’s complaints name the version that they are about, the only one too', [
    'custom-resources: $ kubectl apply -f - <<EOF (12)',
  ]),
  ...rows(KUBECTL, 'replicas of a wrong type are told once, not again as the path of the scale', [
    'custom-resources: $ kubectl apply -f - <<EOF (6)',
  ]),
];
