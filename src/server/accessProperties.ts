/** The properties of RFC 3744 §5: what access control shows of itself. */
import { type AccessControlEntry, accessControlList } from './acl.ts';
import { EVERY_KIND, type LiveProperty } from './liveProperty.ts';
import { type Privilege, type SupportedPrivilege, supportedPrivilege } from './privileges.ts';
import { hrefOf } from './resources.ts';
import type { GrantPrincipal } from './store/store.ts';
import { DAV, type Markup, xml } from './xml.ts';

/** Every resource has them, and DAV:allprop leaves them out. */
export const ACCESS_PROPERTIES: readonly LiveProperty[] = [
  property('owner', ({ owner }) => (owner ? principalHref(owner.name) : xml``)),
  property('group', () => xml``),
  property('supported-privilege-set', ({ resource }) => supported(supportedPrivilege(resource.kind))),
  {
    ...property('current-user-privilege-set', ({ privileges }) => xml`${[...privileges].map(privilegeElement)}`),
    needs: 'D:read-current-user-privilege-set',
  },
  {
    ...property('acl', async ({ resource, owner }, context) => {
      const entries = await accessControlList({ store: context.store, owner: owner ?? context.owner }, resource);
      return xml`${entries.map(entryElement)}`;
    }),
    needs: 'D:read-acl',
  },
  property('acl-restrictions', () => xml`<D:grant-only/><D:no-invert/>`),
  property('inherited-acl-set', () => xml``),
  property('principal-collection-set', () => xml`<D:href>${hrefOf({ kind: 'principals' })}</D:href>`),
];

/** The DAV:href of a user's principal. */
export function principalHref(name: string): Markup {
  return xml`<D:href>${hrefOf({ kind: 'principal', user: name })}</D:href>`;
}

function property(name: string, read: LiveProperty['read']): LiveProperty {
  return { namespace: DAV, name, kinds: EVERY_KIND, inAllprop: false, read };
}

function supported({ name, description, contains }: SupportedPrivilege): Markup {
  return xml`<D:supported-privilege>${privilegeElement(name)}<D:description xml:lang="en">${description}</D:description>${contains.map(supported)}</D:supported-privilege>`;
}

/** DAV:ace, RFC 3744 §5.5. */
function entryElement({ principal, privileges, isProtected, inheritedFrom }: AccessControlEntry): Markup {
  const inherited = inheritedFrom && xml`<D:inherited><D:href>${hrefOf(inheritedFrom)}</D:href></D:inherited>`;
  const fixed = isProtected ? xml`<D:protected/>` : undefined;
  return xml`<D:ace><D:principal>${principalElement(principal)}</D:principal><D:grant>${privileges.map(privilegeElement)}</D:grant>${fixed}${inherited}</D:ace>`;
}

function principalElement(principal: GrantPrincipal): Markup {
  switch (principal.kind) {
    case 'user':
      return principalHref(principal.name);
    case 'authenticated':
      return xml`<D:authenticated/>`;
    case 'owner':
      return xml`<D:property><D:owner/></D:property>`;
  }
}

function privilegeElement(name: Privilege): Markup {
  return xml`<D:privilege><${{ markup: name }}/></D:privilege>`;
}
