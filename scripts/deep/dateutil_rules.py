"""Recurrence rules made at random from a seed, and what dateutil makes of each: a JSON list on standard output.

Usage: python3 dateutil_rules.py SEED COUNT
"""
import json
import random
import signal
import sys
from datetime import datetime, timedelta

from dateutil.rrule import rrulestr

DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
# How many days after DTSTART are looked at, so that every frequency has some dozens of instances.
WINDOW = {"YEARLY": 365 * 30, "MONTHLY": 365 * 6, "WEEKLY": 365 * 2, "DAILY": 200, "HOURLY": 10, "MINUTELY": 1}
KEPT = 60


def some(rng, low, high, most=3, negative=False):
    numbers = {rng.randint(low, high) * (rng.choice([1, -1]) if negative else 1) for _ in range(rng.randint(1, most))}
    return ",".join(str(number) for number in sorted(numbers))


def weekdays(rng):
    return ",".join(rng.sample(DAYS, rng.randint(1, 4)))


def numbered(rng, most):
    return ",".join(rng.choice(["", "+", "-"]) + str(rng.randint(1, most)) + rng.choice(DAYS) for _ in range(rng.randint(1, 3)))


def by_parts(rng, freq):
    """BY* parts that RFC 5545 §3.3.10 allows for the frequency."""
    parts = {}
    if rng.random() < 0.3:
        parts["BYMONTH"] = some(rng, 1, 12)
    if freq == "YEARLY":
        shape = rng.choice(["", "", "BYMONTHDAY", "BYDAY", "NUMBERED", "BYYEARDAY", "BYWEEKNO", "WEEKS"])
        if shape == "BYYEARDAY":
            parts["BYYEARDAY"] = some(rng, 1, 366, negative=True)
        elif shape in ("BYWEEKNO", "WEEKS"):
            parts["BYWEEKNO"] = some(rng, 1, 53, negative=True)
            if shape == "WEEKS":
                parts["BYDAY"] = weekdays(rng)
    else:
        shape = rng.choice(["", "", "BYMONTHDAY", "BYDAY"] + (["NUMBERED"] * 2 if freq == "MONTHLY" else []))
    if shape == "BYMONTHDAY" and freq != "WEEKLY":
        parts["BYMONTHDAY"] = some(rng, 1, 31, negative=True)
        if rng.random() < 0.2:
            parts["BYDAY"] = weekdays(rng)
    elif shape == "BYDAY":
        parts["BYDAY"] = weekdays(rng)
    elif shape == "NUMBERED":
        parts["BYDAY"] = numbered(rng, 5 if freq == "MONTHLY" or "BYMONTH" in parts else 53)
    if rng.random() < 0.15:
        parts["BYHOUR"] = some(rng, 0, 23)
    if rng.random() < 0.1:
        parts["BYMINUTE"] = some(rng, 0, 59)
    if parts and rng.random() < 0.2:
        parts["BYSETPOS"] = some(rng, 1, 4, 2, negative=True)
    return parts


def make(rng):
    freq = rng.choice(["YEARLY"] * 4 + ["MONTHLY"] * 4 + ["WEEKLY"] * 3 + ["DAILY"] * 3 + ["HOURLY", "MINUTELY"])
    parts = {"FREQ": freq}
    if rng.random() < 0.5:
        parts["INTERVAL"] = str(rng.randint(1, 5))
    parts.update(by_parts(rng, freq))
    if rng.random() < 0.3:
        parts["WKST"] = rng.choice(DAYS)
    start = datetime(2020, 1, 1) + timedelta(minutes=rng.randint(0, 60 * 24 * 365 * 8 // 15) * 15)
    end = rng.choice(["", "", "COUNT", "UNTIL"])
    if "BYWEEKNO" in parts:
        # dateutil has other days here than we have (see dateutil.deep.ts), so that a count of them says nothing.
        parts.pop("BYSETPOS", None)
        end = "UNTIL" if end == "UNTIL" else ""
    if freq == "WEEKLY" and "BYSETPOS" in parts and end == "COUNT":
        end = ""
    if end == "COUNT":
        parts["COUNT"] = str(rng.randint(1, 40))
    elif end == "UNTIL":
        days = WINDOW[freq] * rng.random()
        parts["UNTIL"] = (start + timedelta(days=days)).strftime("%Y%m%dT%H%M%S")
    return start, ";".join(f"{name}={value}" for name, value in parts.items()), freq


def expand(start, rule, limit):
    found = []
    for instance in rrulestr(rule, dtstart=start):
        if instance >= limit or len(found) > KEPT:
            break
        found.append(instance)
    return found


def on_rule(start, rule, limit):
    """DTSTART put on its rule, since RFC 5545 §3.8.5.3 leaves the rest undefined; some stay off it."""
    for _ in range(3):
        found = expand(start, rule, limit)
        if not found or found[0] == start:
            return start, found
        start = found[0]
    return start, expand(start, rule, limit)


class TooLong(Exception):
    pass


def give_up(_signal, _frame):
    raise TooLong


def main():
    rng = random.Random(int(sys.argv[1]))
    wanted = int(sys.argv[2])
    cases = []
    skipped = 0
    signal.signal(signal.SIGVTALRM, give_up)
    while len(cases) < wanted:
        start, rule, freq = make(rng)
        limit = start + timedelta(days=WINDOW[freq])
        off = rng.random() < 0.1
        try:
            # A rule without instances keeps dateutil busy up to the year 9999, or is refused by it.
            signal.setitimer(signal.ITIMER_VIRTUAL, 0.2)
            if off:
                found = expand(start, rule, limit)
            else:
                start, found = on_rule(start, rule, limit)
        except (TooLong, ValueError):
            skipped += 1
            continue
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        if not found:
            continue
        text = [instance.strftime("%Y%m%dT%H%M%S") for instance in found]
        cases.append({"start": start.strftime("%Y%m%dT%H%M%S"), "rule": rule, "limit": limit.strftime("%Y%m%dT%H%M%SZ"),
                      "instances": text[:KEPT], "more": len(text) > KEPT})
    json.dump({"cases": cases, "skipped": skipped}, sys.stdout)


main()
