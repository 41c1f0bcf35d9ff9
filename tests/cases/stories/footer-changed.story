A footer is on every event: all of them get a revision.

## publish 2021-03-01 12:00
1 new
## edit
- domain = "calendar.chicago.org"
+ domain = "calendar.chicago.org"
+ footer = "Check with the organizers."
## publish 2021-03-02 12:00
1 changed
footer: now Check with the organizers.
## feed /feeds/all.ics
SEQUENCE:614160
