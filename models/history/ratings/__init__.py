"""The user's judgement: ratings of answers with snapshots of what was rated, marks on steps, preferences."""
