What is over does not move: the archive is corrected.

## publish 2021-03-01 12:00
1 new
## edit
- venue = "Federal Plaza"
+ venue = "Thompson Center"
## publish 2021-03-25 12:00
1 changed
## feed /feeds/all.ics
SUMMARY:Rally
LOCATION:Thompson Center\n100 W Randolph St\, Chicago\, IL 60601
! Moved
