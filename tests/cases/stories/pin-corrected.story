A pin that is put right is a change and no move.

## publish 2021-03-01 12:00
1 new
## edit
- coordinates = [41.87879, -87.6297]
+ coordinates = [41.8788, -87.63]
## publish 2021-03-02 12:00
1 changed
## feed /feeds/all.ics
SUMMARY:Rally
GEO:41.8788;-87.63
SEQUENCE:614160
