"""All that looks at pixels, for both packages; knows neither Telegram nor documents."""
