/** PROPFIND, RFC 4918 §9.1. */
import { type DavContext, type DavRequest, type DavResponse, depthOf, xmlBody } from './dav.ts';
import { DavError } from './errors.ts';
import { inParts } from './inParts.ts';
import { multistatus } from './multistatus.ts';
import { applied, prefers } from './prefer.ts';
import { propertyRequestOf } from './propertyRequest.ts';
import { propertyResponse } from './propstats.ts';
import type { Resource } from './resources.ts';
import { membersOf, subjectOf } from './subjects.ts';
import { DAV } from './xml.ts';

export async function propfind(context: DavContext, resource: Resource, request: DavRequest): Promise<DavResponse> {
  const depth = depthOf(request, 'infinity');
  if (depth === 'infinity') {
    throw new DavError(403, 'PROPFIND goes one level deep at most.', 'D:propfind-finite-depth');
  }
  const root = xmlBody(request);
  if (root && (root.namespace !== DAV || root.name !== 'propfind')) {
    throw new DavError(400, 'The body of a PROPFIND must be a DAV:propfind element.');
  }
  const wanted = propertyRequestOf(root, request);
  const subject = await subjectOf(context, resource);
  const withoutRoot = depth === '1' && prefers(request, 'depth-noroot');
  const members = depth === '0' ? [] : await membersOf(context, subject);
  const subjects = withoutRoot ? members : [subject, ...members];
  const responses = [];
  for await (const part of inParts(subjects)) {
    for (const each of part) responses.push(await propertyResponse(each, wanted, context));
  }
  return applied(
    multistatus(responses),
    request,
    'return=minimal',
    ...(withoutRoot ? (['depth-noroot'] as const) : []),
  );
}
