#!/usr/bin/env bash
# Validates $POLICY, and keeps one comment on the pull request with what it changes since the commit $BASE.
set -uo pipefail

marker="<!-- macie-warden policy: $POLICY -->"
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
