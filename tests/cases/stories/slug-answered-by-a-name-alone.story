A slug that only the name of its noun still answers for is lost: names change.

## publish 2021-03-01 12:00
1 new
## edit
- koco = "KOCO"
+ kenwood-oakland = "KOCO"
## refused 2021-03-02 12:00
the organization "koco" was published
add aliases = ["koco"] to "kenwood-oakland", or put it back: koco = "KOCO"
