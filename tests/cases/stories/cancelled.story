A cancelled rally stays in every calendar, says so before its title, and goes the way each feed asks for.

## publish 2021-03-01 12:00
1 new
## add
status = "cancelled"
## publish 2021-03-02 12:00
1 cancelled
## feed /feeds/all.ics
SUMMARY:CANCELLED: Rally
STATUS:CONFIRMED
SEQUENCE:614160
UID:rally@calendar.chicago.org
## feed /feeds/all.ics?cancelled=status
SUMMARY:CANCELLED: Rally
STATUS:CANCELLED
SEQUENCE:614160
## feed /feeds/all.ics?cancelled=hide
! Rally
## feed /es/feeds/all.ics
SUMMARY:CANCELADO: Rally
## feed /feeds/changes.ics
SUMMARY:CANCELLED: Rally
