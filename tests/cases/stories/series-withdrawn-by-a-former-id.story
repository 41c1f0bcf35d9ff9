A series is withdrawn by an id that it once had.

## publish 2021-03-01 12:00
1 new
## edit
- id = "rally"
- title = "Rally"
- when = "Sat, March 20, 2021, 1 PM – 3 PM"
+ id = "weekly"
+ title = "Weekly"
+ when = ["Sat, March 20, 2021, 1 PM", "Sat, March 27, 2021, 1 PM"]
## publish 2021-03-02 12:00
2 new, 1 vanished
## edit
- id = "weekly"
+ id = "saturdays"
+ aliases = ["weekly"]
## publish 2021-03-03 12:00
2 changed
## edit
- id = "saturdays"
- aliases = ["weekly"]
- title = "Weekly"
- when = ["Sat, March 20, 2021, 1 PM", "Sat, March 27, 2021, 1 PM"]
+ id = "weekly"
+ status = "withdrawn"
## publish 2021-03-04 12:00
2 withdrawn
## feed /feeds/all.ics
UID:weekly-20210327@calendar.chicago.org
SUMMARY:Withdrawn
! Weekly
