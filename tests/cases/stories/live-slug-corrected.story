A slug with a slip, published for minutes and gone for one, is no address that must answer for ever; an old one is.

## start 2021-03-01 12:00
## edit
- cbcac = "CBCAC"
+ cbcac = "CBCAC"
+ chicgo-dsa = "Chicago DSA"
## save 2021-03-01 12:10
## edit
- chicgo-dsa = "Chicago DSA"
+ chicago-dsa = "Chicago DSA"
## save 2021-03-01 12:20 refused
the organization "chicgo-dsa" was published
## wait 2021-03-01 12:21
## has published.jsonl
organization/chicago-dsa
! chicgo
## edit
- chicago-dsa = "Chicago DSA"
## save 2021-03-01 14:00 refused
the organization "chicago-dsa" was published, and its subscribers would lose it
add aliases = ["chicago-dsa"] to the organization that takes its place, or put it back: chicago-dsa = "Chicago DSA"
