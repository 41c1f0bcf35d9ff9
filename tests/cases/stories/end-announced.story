An end that becomes known is a change and no move.

## edit
- when = "Sat, March 20, 2021, 1 PM – 3 PM"
+ when = "Sat, March 20, 2021, 1 PM"
## publish 2021-03-01 12:00
1 new
## edit
- when = "Sat, March 20, 2021, 1 PM"
+ when = "Sat, March 20, 2021, 1 PM – 3:30 PM"
## publish 2021-03-02 12:00
1 changed
when: Sat, Mar 20, 2021, 1:00 PM → Sat, Mar 20, 2021, 1:00 – 3:30 PM
## feed /feeds/all.ics
SUMMARY:Rally
DTEND;TZID=America/Chicago:20210320T153000
