A day that gets its hour has not moved; when that hour changes, it has.

## edit
- when = "Sat, March 20, 2021, 1 PM – 3 PM"
+ when = "Sat, March 20, 2021"
## publish 2021-03-01 12:00
1 new
## feed /feeds/all.ics
DTSTART;VALUE=DATE:20210320
## edit
- when = "Sat, March 20, 2021"
+ when = "Sat, March 20, 2021, 1 PM"
## publish 2021-03-02 12:00
1 changed
## feed /feeds/all.ics
SUMMARY:Rally
## edit
- when = "Sat, March 20, 2021, 1 PM"
+ when = "Sat, March 20, 2021, 2 PM"
## publish 2021-03-03 12:00
1 moved
## page /events/rally/
Moved from Sat, Mar 20, 2021, 1:00 PM.
