/** PRODID of what this server writes itself, RFC 5545 §3.7.3. */
export const PRODID = '-//Convoke//Convoke CalDAV server//EN';
