A save with a fault changes nothing; the good one after it does.

## start 2021-03-01 12:00
## edit
- when = "Sat, March 20, 2021, 1 PM – 3 PM"
+ when = "Sat, March 20, 2021, 1 PM – 3"
+ venu
## save 2021-03-01 12:10 refused
events.toml
## feed /feeds/all.ics
SUMMARY:Rally
SEQUENCE:612720
## edit
- when = "Sat, March 20, 2021, 1 PM – 3"
- venu
+ when = "Sat, March 20, 2021, 1 PM – 4 PM"
## save 2021-03-01 12:11
## feed /feeds/all.ics
DTEND;TZID=America/Chicago:20210320T160000
SEQUENCE:612731
