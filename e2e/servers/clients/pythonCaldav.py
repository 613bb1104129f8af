"""Walks python3-caldav of Debian through a server as its documentation tells, and prints what it saw as one JSON object.

Arguments: the server's address. The demo accounts olivia and alice are used.
"""

import json
import logging
import sys
from datetime import datetime, timedelta, timezone

import caldav
from caldav.elements import dav

logging.disable(logging.CRITICAL)
ORIGIN = sys.argv[1]
SEEN = {}


def sign_in(name):
    # Only the address of the server: the client has to find everything else.
    client = caldav.DAVClient(url=ORIGIN + "/.well-known/caldav", username=name, password=name + "-demo")
    return client, client.principal()


def utc(day, hour):
    return datetime(2027, 3, day, hour, tzinfo=timezone.utc)


def event(uid, summary, day, extra=()):
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Test//python-caldav//EN",
        "BEGIN:VEVENT",
        "UID:" + uid,
        "DTSTAMP:20270201T080000Z",
        "DTSTART:202703%02dT100000Z" % day,
        "DTEND:202703%02dT110000Z" % day,
        "SUMMARY:" + summary,
        *extra,
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    return "\r\n".join(lines)


def summaries(objects):
    return sorted(str(one.icalendar_component["SUMMARY"]) for one in objects)


def discover(client, principal):
    SEEN["principal"] = principal.url.path
    SEEN["home"] = principal.calendar_home_set.url.path
    SEEN["calendars"] = [str(one.name) for one in principal.calendars()]
    SEEN["address"] = str(principal.get_vcal_address())
    SEEN["supports scheduling"] = bool(client.check_scheduling_support())


def make_calendar(principal):
    calendar = principal.make_calendar(
        name="Réunions & plans 🗓",
        cal_id="réunions + plans",
        supported_calendar_component_set=["VEVENT", "VTODO"],
    )
    SEEN["new calendar"] = [str(calendar.get_display_name()), sorted(calendar.get_supported_components())]
    return calendar


def save_and_search(calendar):
    calendar.save_event(event("one@py", "One", 8))
    calendar.save_event(event("weekly + 100%@py", "Weekly", 9, ["RRULE:FREQ=WEEKLY;COUNT=3"]))
    calendar.save_todo(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VTODO\r\nUID:todo@py\r\nDTSTAMP:20270201T080000Z\r\n"
        "DUE:20270310T120000Z\r\nSUMMARY:Task\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
    )
    SEEN["all events"] = summaries(calendar.events())
    SEEN["all todos"] = summaries(calendar.todos())
    SEEN["8 March"] = summaries(calendar.date_search(utc(8, 0), utc(9, 0), expand=False))
    expanded = calendar.date_search(utc(15, 0), utc(25, 0), expand=True)
    SEEN["expanded"] = sorted(
        instance["DTSTART"].dt.isoformat() for one in expanded for instance in one.icalendar_instance.walk("VEVENT")
    )
    SEEN["by uid"] = str(calendar.event_by_uid("weekly + 100%@py").icalendar_component["SUMMARY"])
    SEEN["by text"] = summaries(calendar.search(comp_class=caldav.Event, summary="eekl"))
    SEEN["multiget"] = len(calendar.calendar_multiget([one.url for one in calendar.events()]))


def edit_and_sync(calendar):
    known = calendar.objects(load_objects=True)
    SEEN["first sync"] = len(list(known))
    one = calendar.event_by_uid("one@py")
    one.icalendar_component["SUMMARY"] = "One, changed"
    one.save()
    calendar.save_event(event("two@py", "Two", 12))
    calendar.event_by_uid("weekly + 100%@py").delete()
    updated, deleted = known.sync()
    SEEN["sync"] = [summaries(updated), len(deleted), len(list(known))]
    todo = calendar.todo_by_uid("todo@py")
    todo.complete()
    SEEN["pending todos"] = summaries(calendar.todos())
    calendar.set_properties([dav.DisplayName("Renamed")])
    SEEN["renamed"] = str(calendar.get_display_name())


def invite_and_reply(calendar, alice, alice_principal):
    invitation = event("meeting@py", "Invitation", 17)
    calendar.save_with_invites(invitation, ["mailto:alice@convoke.example"])
    inbox = list(alice_principal.schedule_inbox().get_items())
    SEEN["inbox"] = [bool(item.is_invite_request()) for item in inbox]
    inbox[0].accept_invite()
    answered = calendar.event_by_uid("meeting@py").icalendar_component["ATTENDEE"]
    SEEN["answer"] = [str(answered), str(answered.params["PARTSTAT"])]


def free_busy(principal, calendar):
    busy = calendar.freebusy_request(utc(16, 0), utc(18, 0)).vobject_instance.vfreebusy.freebusy.value
    SEEN["free-busy of the calendar"] = [start.isoformat() for start, _ in busy]
    SEEN["free-busy of alice"] = len(principal.freebusy_request(utc(16, 0), utc(18, 0), ["mailto:alice@convoke.example"]))


def main():
    client, principal = sign_in("olivia")
    alice, alice_principal = sign_in("alice")
    discover(client, principal)
    calendar = make_calendar(principal)
    save_and_search(calendar)
    edit_and_sync(calendar)
    invite_and_reply(calendar, alice, alice_principal)
    free_busy(principal, calendar)
    calendar.delete()
    SEEN["calendars at the end"] = [str(one.name) for one in principal.calendars()]
    copy = next(one for one in alice_principal.calendars() if one.name == "Work").event_by_uid("meeting@py")
    SEEN["alice after the deletion"] = str(copy.icalendar_component["STATUS"])


main()
print(json.dumps(SEEN, ensure_ascii=False))
