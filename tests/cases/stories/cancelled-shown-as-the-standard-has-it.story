A catalog that says cancelled = "status" gives STATUS:CANCELLED unless the address asks otherwise.

## edit
- domain = "calendar.chicago.org"
+ domain = "calendar.chicago.org"
+ cancelled = "status"
## add
status = "cancelled"
## publish 2021-03-01 12:00
1 new
## feed /feeds/all.ics
STATUS:CANCELLED
## feed /feeds/all.ics?cancelled=mark
STATUS:CONFIRMED
SUMMARY:CANCELLED: Rally
