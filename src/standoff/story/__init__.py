"""What a case tells as a whole: the timeline of events and signals, and the summary an analyst reads first."""
