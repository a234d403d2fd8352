"""Knowledge pages: grown from solved threads, kept by many hands, with credit to each."""
