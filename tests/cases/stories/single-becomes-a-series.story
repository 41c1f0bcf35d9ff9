An event that becomes a series: its address holds the dates, and its own entry says that it is off.

## publish 2021-03-01 12:00
1 new
## edit
- when = "Sat, March 20, 2021, 1 PM – 3 PM"
+ when = ["Sat, March 20, 2021, 1 PM – 3 PM", "Sat, March 27, 2021, 1 PM – 3 PM"]
## publish 2021-03-02 12:00
2 new, 1 vanished
! aliases
## feed /events/rally.ics
UID:rally-20210327@calendar.chicago.org
SUMMARY:Rally
! CANCELLED
## feed /feeds/all.ics
UID:rally@calendar.chicago.org
SUMMARY:CANCELLED: Rally
## page /events/rally/
2 dates
