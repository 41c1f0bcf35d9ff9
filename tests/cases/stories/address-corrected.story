An address that was wrong from the start is corrected: moved = false makes it the first.

## publish 2021-03-01 12:00
1 new
## edit
- address = "50 W Adams St, Chicago, IL 60604"
+ address = "230 S Dearborn St, Chicago, IL 60604"
## preview 2021-03-02 12:00
1 moved
## add
moved = false
## publish 2021-03-02 12:00
1 changed
## feed /feeds/all.ics
SUMMARY:Rally
LOCATION:Federal Plaza\n230 S Dearborn St\, Chicago\, IL 60604
## edit
- moved = false
## publish 2021-03-03 12:00
nothing changes for subscribers
