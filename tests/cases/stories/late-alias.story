An alias that comes after the new id was published: the page of the new id is that of the event that takes place.

## publish 2021-03-01 12:00
1 new
## edit
- id = "rally"
+ id = "march"
## publish 2021-03-02 12:00
1 new, 1 vanished
## edit
- id = "march"
+ id = "march"
+ aliases = ["rally"]
## publish 2021-03-03 12:00
## page /events/march/
Rally
! CANCELLED
## moved /events/rally.ics /events/march.ics
## feed /feeds/all.ics
UID:rally@calendar.chicago.org
SUMMARY:Rally
