A catalog that shows cancelled events otherwise gives them new stamps.

## add
status = "cancelled"
## publish 2021-03-01 12:00
1 new
## edit
- domain = "calendar.chicago.org"
+ domain = "calendar.chicago.org"
+ cancelled = "status"
## frozen refused
"rally" is changed, and that is not published
## publish 2021-03-02 12:00
1 changed
## feed /feeds/all.ics
STATUS:CANCELLED
SEQUENCE:614160
