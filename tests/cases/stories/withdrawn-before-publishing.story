What was never published is withdrawn without a trace in any feed.

## add
status = "withdrawn"
## publish 2021-03-01 12:00
nothing changes for subscribers
## feed /feeds/all.ics
! BEGIN:VEVENT
## feed /events/rally.ics
! BEGIN:VEVENT
## page /events/rally/ gone
No longer listed
