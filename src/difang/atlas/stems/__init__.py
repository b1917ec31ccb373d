"""One address stem for each indicator, in every form, now and under a release for ever."""
