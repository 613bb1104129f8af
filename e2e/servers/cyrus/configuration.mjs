/** What a private Cyrus IMAP needs to serve five people over CalDAV on loopback, with every file below one folder. */

/** The domain of the five users' addresses. */
export const DOMAIN = 'convoke.example';

/** @param {{ folder: string, isDurable?: boolean }} place Durable as Cyrus is by default, or not, since tests survive no power cut. */
export function imapdConf({ folder, isDurable = false }) {
  return lines({
    configdirectory: `${folder}/conf`,
    defaultpartition: 'default',
    'partition-default': `${folder}/spool`,
    proc_path: `${folder}/conf/proc`,
    mboxname_lockpath: `${folder}/conf/lock`,
    temp_path: `${folder}/tmp`,
    servername: DOMAIN,
    admins: 'admin',
    sasl_pwcheck_method: 'auxprop',
    sasl_auxprop_plugin: 'sasldb',
    sasl_sasldb_path: `${folder}/conf/sasldb2`,
    sasl_mech_list: 'PLAIN',
    allowplaintext: 'yes',
    virtdomains: 'off',
    unixhierarchysep: 'yes',
    altnamespace: 'yes',
    autocreate_users: 'anyone',
    autocreate_quota: 0,
    httpmodules: 'caldav carddav freebusy',
    httpallowcompress: 'no',
    caldav_allowscheduling: 'on',
    calendar_user_address_set: DOMAIN,
    // By default changes of what ended a week ago notify nobody; the tests shall not depend on the day.
    caldav_historical_age: -1,
    smtp_backend: 'sendmail',
    sendmail: `${folder}/sendmail`,
    skiplist_unsafe: isDurable ? 'no' : 'yes',
  });
}

/** @param {{ folder: string, httpPort: number, imapPort: number }} place */
export function cyrusConf({ folder, httpPort, imapPort }) {
  const program = (name) => `cmd="${name} -C ${folder}/conf/imapd.conf"`;
  return `START {
  recover cmd="ctl_cyrusdb -C ${folder}/conf/imapd.conf -r"
}
SERVICES {
  http ${program('httpd')} listen="127.0.0.1:${httpPort}" prefork=1 maxchild=50
  imap ${program('imapd')} listen="127.0.0.1:${imapPort}" prefork=0 maxchild=10
}
EVENTS {
}
`;
}

function lines(settings) {
  return Object.entries(settings)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');
}
