The first of two former ids makes the UID, and both addresses lead to the event, also when the list forgets one.

## publish 2021-03-01 12:00
1 new
## edit
- id = "rally"
+ id = "rent-rally"
+ aliases = ["rally"]
## publish 2021-03-02 12:00
1 changed
## edit
- id = "rent-rally"
- aliases = ["rally"]
+ id = "housing-rally"
+ aliases = ["rally", "rent-rally"]
## publish 2021-03-03 12:00
1 changed
## moved /events/rally.ics /events/housing-rally.ics
## moved /events/rent-rally/ /events/housing-rally/
## edit
- aliases = ["rally", "rent-rally"]
## publish 2021-03-04 12:00
nothing changes for subscribers
## feed /feeds/all.ics
UID:rally@calendar.chicago.org
## moved /events/rally.ics /events/housing-rally.ics
