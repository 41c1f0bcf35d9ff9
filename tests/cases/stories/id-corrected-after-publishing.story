A published id is corrected with its former one as an alias: the same event with another page, and the old address leads to it.

## publish 2021-03-01 12:00
1 new
## edit
- id = "rally"
+ id = "rent-rally"
+ aliases = ["rally"]
## draft
rent-rally changed
## publish 2021-03-02 12:00
1 changed
url: rally → rent-rally
## feed /feeds/all.ics
UID:rally@calendar.chicago.org
SEQUENCE:614160
URL:https://calendar.chicago.org/events/rent-rally/
## moved /events/rally.ics /events/rent-rally.ics
## moved /es/events/rally/ /es/events/rent-rally/
## feed /events/rent-rally.ics
UID:rally@calendar.chicago.org
