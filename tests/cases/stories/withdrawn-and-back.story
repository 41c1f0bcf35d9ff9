An organizer who changes their mind gets the rally back, as the same event.

## publish 2021-03-01 12:00
1 new
## add
status = "withdrawn"
## publish 2021-03-02 12:00
1 withdrawn
## edit
- status = "withdrawn"
## publish 2021-03-03 12:00
1 changed
## feed /feeds/all.ics
UID:rally@calendar.chicago.org
SUMMARY:Rally
SEQUENCE:615600
STATUS:CONFIRMED
