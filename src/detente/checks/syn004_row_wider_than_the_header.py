"""A row has more values than the header has columns.

Then nobody can say which value belongs to which column, and the row is left out. Nearly always a value holds a
comma, as summaries and quotations do, and is not in quotation marks.

    id,date,summary
    1949-04-10-trade,1949-04-10,"Trade, credit and a mission are agreed on"
"""
