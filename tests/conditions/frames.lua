-- For each display filter in the file that KAGAMI_FILTERS names, one a line: the numbers of the
-- frames that pass it, in a line that begins with the filter's own number; "error": it is refused.
local frames = {}

for filter in io.lines(os.getenv("KAGAMI_FILTERS")) do
	local found = {}
	local good, tap = pcall(Listener.new, "frame", filter)

	table.insert(frames, found)
	if good then
		function tap.packet(pinfo)
			table.insert(found, pinfo.number)
		end
	else
		table.insert(found, "error")
	end
end

local last = Listener.new("frame")

function last.draw()
	for number, found in ipairs(frames) do
		print("filter " .. number .. " " .. table.concat(found, " "))
	end
end
