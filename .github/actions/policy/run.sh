#!/usr/bin/env bash
# Validates $POLICY, and keeps one comment on the pull request with what it changes since the commit $BASE.
set -uo pipefail

# The marker is a part of a jq program and of an HTML comment, which a name can end.
marker="<!-- macie-warden policy: ${POLICY//[^A-Za-z0-9.\/_ -]/_} -->"
# GitHub refuses a comment of more than 65,536 characters.
most=60000
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
body="$folder/body.md"
code=0

# The words of $WARDEN are a command and its arguments.
warden() { $WARDEN "$@"; }

# Writes the comment of this policy, or the one that is there already.
comment() {
  local comments="repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments" id
  id=$(gh api --paginate "$comments" --jq ".[] | select(.body | startswith(\"$marker\")) | .id" | head -n 1) || return
  if [ "$(wc -c <"$body")" -gt "$most" ]; then
    # Whole lines, so that a row of the table is not cut.
    head -c "$most" "$body" | sed '$d' >"$folder/cut.md"
    printf '\n\nThe rest is too long for a comment; the summary of the job has it.\n' >>"$folder/cut.md"
    body="$folder/cut.md"
  fi
  if [ -n "$id" ]; then
    gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" --field "body=@$body"
  else
    gh api --silent --method POST "$comments" --field "body=@$body"
  fi
}

{
  printf '%s\n### macie-warden: `%s`\n\n' "$marker" "$POLICY"
  if ! warden policy validate --policy "$POLICY" >"$folder/valid" 2>"$folder/problems"; then
    code=1
    printf 'The policy is wrong:\n\n```\n'
    cat "$folder/problems"
    printf '```\n'
  elif ! git fetch --quiet --depth 1 origin "$BASE" || ! git cat-file -e "$BASE:$POLICY" 2>/dev/null; then
    printf 'A new policy, and a valid one:\n\n```\n'
    cat "$folder/valid"
    printf '```\n'
  else
    git show "$BASE:$POLICY" >"$folder/base.yml"
    # It exits with 1 where something changes.
    warden policy diff "$folder/base.yml" "$POLICY" --format markdown 2>"$folder/problems" || [ $? -eq 1 ] || {
      code=1
      printf 'The change cannot be shown:\n\n```\n'
      cat "$folder/problems"
      printf '```\n'
    }
  fi
} >"$body"

cat "$body"
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then cat "$body" >>"$GITHUB_STEP_SUMMARY"; fi
if [ -n "${PULL_REQUEST:-}" ]; then
  comment || echo "::warning::macie-warden: the comment could not be written. The job needs the permission pull-requests: write, which pull requests of forks do not have"
fi
exit "$code"
