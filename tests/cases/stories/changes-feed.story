The feed of changes begins with what was published last.

## add
[[events]]
id = "vigil"
title = "Vigil"
when = "Sun, March 21, 2021, 7 PM"

[[events]]
id = "meeting"
title = "Meeting"
when = "Sun, March 28, 2021, 7 PM"
## publish 2021-03-01 12:00
3 new
## feed /feeds/changes.ics
X-WR-CALNAME:Changes · Test calendar
! BEGIN:VEVENT
## edit
- when = "Sun, March 28, 2021, 7 PM"
+ when = "Sun, March 28, 2021, 8 PM"
## publish 2021-03-02 12:00
1 moved
## edit
- when = "Sun, March 21, 2021, 7 PM"
+ when = "Sun, March 21, 2021, 7 PM"
+ status = "cancelled"
## publish 2021-03-03 12:00
1 cancelled
## order /feeds/changes.ics
CANCELLED: Vigil
MOVED: Meeting
## edit
- when = "Sat, March 20, 2021, 1 PM – 3 PM"
+ when = "Sat, March 20, 2021, 1 PM – 3 PM"
+ status = "postponed"
## publish 2021-03-04 12:00
1 postponed
## order /feeds/changes.ics
POSTPONED: Rally
CANCELLED: Vigil
MOVED: Meeting
## edit
- when = "Sun, March 28, 2021, 8 PM"
+ when = "Sun, March 28, 2021, 8 PM"
+ status = "postponed"
## publish 2021-03-05 12:00
1 postponed
## order /feeds/changes.ics
POSTPONED: Meeting
POSTPONED: Rally
CANCELLED: Vigil
## page /feeds/changes.atom
<title>POSTPONED: Sun, Mar 28, 2021, 8 PM: Meeting</title>
<title>POSTPONED: Sat, Mar 20, 2021, 1 PM: Rally</title>
<title>CANCELLED: Sun, Mar 21, 2021, 7 PM: Vigil</title>
