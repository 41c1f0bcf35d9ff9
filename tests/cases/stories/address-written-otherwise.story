A comma or capital in an address is no move.

## publish 2021-03-01 12:00
1 new
## edit
- address = "50 W Adams St, Chicago, IL 60604"
+ address = "50 W. Adams St., Chicago, IL 60604"
## publish 2021-03-02 12:00
1 changed
## feed /feeds/all.ics
SUMMARY:Rally
