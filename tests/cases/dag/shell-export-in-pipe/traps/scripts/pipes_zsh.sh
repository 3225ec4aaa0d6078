#!/bin/zsh
a | export X=$(cat)
