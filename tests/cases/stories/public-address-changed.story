The calendar's own address is in no digest: moving it changes no stamp.

## publish 2021-03-01 12:00
1 new
## edit
- domain = "calendar.chicago.org"
+ domain = "calendar.chicago.org"
+ url = "https://rallies.chicago.org"
## draft
## publish 2021-03-02 12:00
nothing changes for subscribers
## feed /feeds/all.ics
SEQUENCE:612720
